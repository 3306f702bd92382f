"""A lane open in parallel from day one: problems, questions, help with indicators (Finare step 11).

Everybody may open a ticket. No case stands here waiting.
"""
