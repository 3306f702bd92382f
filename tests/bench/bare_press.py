"""WeasyPrint and nothing else: read {"html", "times"} from stdin, print the seconds of each document."""

import json
import sys
import time

import weasyprint


def main() -> None:
    """Render once to warm up, then `times` times."""
    order = json.load(sys.stdin)
    fetcher = weasyprint.URLFetcher(allowed_protocols=("data",), allow_redirects=False)
    seconds = []
    for _ in range(order["times"] + 1):
        start = time.perf_counter()
        weasyprint.HTML(string=order["html"], url_fetcher=fetcher).write_pdf(pdf_variant="pdf/ua-1")
        seconds.append(time.perf_counter() - start)
    sys.stdout.write(json.dumps(seconds[1:]) + "\n")


if __name__ == "__main__":
    main()
