"""Which data are personal, and how they are masked for those who need not know them."""
