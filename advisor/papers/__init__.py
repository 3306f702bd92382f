"""The press: papers from plain values to HTML, and from HTML to tagged PDF in a warm child process."""
