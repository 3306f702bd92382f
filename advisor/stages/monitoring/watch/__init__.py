"""The last two days of a payment: what was seen, in codes that name what anybody could observe (ES-16).

No code judges a person: not "deceit" or "neglect", but "promised by a day and did not pay".
"""
