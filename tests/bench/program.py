"""The command line as a module, so that the bench measures the checked-out program without an installed script."""

from advisor.cli.main import main

if __name__ == "__main__":
    main()
