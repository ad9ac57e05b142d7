"""What people enter: free-form dates (`dates`), single events (`event`), tables of events (`table`)."""
