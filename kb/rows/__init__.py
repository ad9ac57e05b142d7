"""How documents, mentions and statements are laid out as rows, whoever holds them: a base, Parquet, Spark."""
