"""What can be done in the referrals room."""
