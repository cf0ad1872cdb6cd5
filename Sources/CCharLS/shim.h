// Gives Swift the public header of CharLS; nothing of its own.
#include <charls/charls.h>
