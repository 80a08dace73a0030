"""How pages answer, whatever they are about: one effect for a form sent twice, and drafts."""
