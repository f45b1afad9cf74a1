"""The dialect: one markdown-it rule or plugin per file; tokens in, tokens out."""
