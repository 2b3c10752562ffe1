"""Run the command: ``coverpress``, or ``python -m pipeline``."""

import signal


def main() -> None:
    """Load the command and run it. Interrupted while it loads, it has nothing to tidy up."""
    if signal.getsignal(signal.SIGINT) is signal.default_int_handler:  # and not ignored
        signal.signal(signal.SIGINT, signal.SIG_DFL)
    from pipeline import cli

    cli.main()


if __name__ == "__main__":
    main()
