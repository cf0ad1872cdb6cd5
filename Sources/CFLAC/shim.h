// Gives Swift the public headers of libFLAC; nothing of its own.
#include <FLAC/stream_decoder.h>
