"""The staff door's kit: rights, sessions, pages, forms and error answers that every staff page shares."""
