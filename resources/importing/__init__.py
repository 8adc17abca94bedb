"""Resources from files of others, in three steps: the file, a look at what would become of each record, drafts."""
