-- After loading nothing is read from or written to files or the network any more, and no setting can be changed back.
SET enable_external_access = false;
SET lock_configuration = true;
