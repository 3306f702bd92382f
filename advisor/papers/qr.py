"""QR codes as pictures a paper can carry."""

import segno


def qr_code(link: str) -> str:
    """`link` as an SVG data: address, or empty for an empty link."""
    return segno.make(link, error="m").svg_data_uri(border=0, svgclass=None) if link else ""
