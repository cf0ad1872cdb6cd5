// Gives Swift the public headers of libFLAC.
#include <FLAC/stream_decoder.h>
#include <FLAC/stream_encoder.h>

// libFLAC's version is a global variable, which Swift's concurrency checks cannot know to be constant.
static inline const char *ncbench_flac_version(void) { return FLAC__VERSION_STRING; }
