"""What people write, on its way in: `backend.text` as form fields, as refusals in words, as columns.

Every form takes its text by `fields`, every service by `texts`, and every column of people's text
is held by `columns`: whatever way in there will be, what cannot be carried or seen is not kept.
"""
