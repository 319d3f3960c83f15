"""The command line: `python -m indicators …`. See `indicators.commands`."""

from indicators.commands import main

if __name__ == "__main__":
    main()
