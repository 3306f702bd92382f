"""Forms we prepare ourselves: the application data sheet and the business plan, printed ready for signing.

Advisors fill them in; what leaves is a PDF that lies on its own line of the checklist.
"""
