"""Who proved who he is: how, when, to whom; a check of another case counts here while it holds (ZA-04, C-19)."""
