"""Photos that become one document: taken page by page, put together by the worker, received as one clean PDF.

Clients and advisors bring pages; the worker binds them; what leaves is one file on a line of the checklist.
"""
