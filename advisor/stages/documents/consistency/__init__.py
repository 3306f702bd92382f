"""Facts stated in papers, in the application and in the profile must agree (CN-05).

Advisors enter what a paper says beside it; what leaves is a list of differences, resolved or explained.
"""
