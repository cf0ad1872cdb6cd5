// Gives Swift the public headers of libarchive; nothing of its own.
#include <archive.h>
#include <archive_entry.h>
