"""Evidence: shelves on which blobs lie, sealed, and the rows of attachments."""
