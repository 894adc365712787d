"""Reads files into documents: text, Markdown, PDF and DOCX."""

from reportparse.read.document import read_document

__all__ = ["read_document"]
