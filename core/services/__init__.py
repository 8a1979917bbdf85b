"""Services: what is done with the rows of the store in one transaction, for whoever asks: channels, pages, commands."""
