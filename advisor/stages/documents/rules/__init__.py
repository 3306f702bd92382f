"""The firm's own catalogue: papers it added, and terms it or an institution changed, each with a reason.

Administrators write here; what leaves is the list of terms a case's checklist is built from.
"""
