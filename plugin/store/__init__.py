"""The database: rows in, domain values out; each numbered commit of the issuance cycle is one transaction."""
