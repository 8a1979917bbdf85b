"""How well letters are read, side by side with plain tesseract and OCRmyPDF: ``make eval-letters``."""
