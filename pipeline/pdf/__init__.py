"""Looking into PDFs."""
