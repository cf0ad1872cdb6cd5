// Starts a program in another folder with its standard files redirected, and tells how it ended and what it took.
//
// In C because some of the calls it takes are extensions that Swift's view of glibc leaves out, and because what runs between fork and exec
// must not touch the Swift runtime.
#ifndef NCBENCH_CSPAWN_H
#define NCBENCH_CSPAWN_H

#include <stdint.h>

// What to start. `folder` becomes its current folder; `input`, `output` and `messages` (standard input, output and error) are files in it.
// Without `input` the input is empty, without `output` the output joins the messages. The program gets no other open file (where the
// system can do that) and no blocked or ignored signals. A keeper limits its address space to `memory_limit` bytes, unless that is 0.
struct ncbench_program {
    const char *path;
    char *const *arguments;
    char *const *environment;
    const char *folder;
    const char *input;
    const char *output;
    const char *messages;
    uint64_t memory_limit;
};

// How a program ended: `status` is that of wait4(2), and times and memory are those of the program and of all that it started,
// whether it waited for them or left them behind, as the kernel counted them; a peak of 0 is not known. With an `error` (a value of errno) it did not start, and nothing else means anything.
struct ncbench_end {
    int32_t error;
    int32_t status;
    int64_t wall_nanoseconds;
    int64_t cpu_microseconds;
    int64_t peak_bytes;
};

// Whether this system has keepers: Linux on x86-64 and arm64.
int ncbench_has_keepers(void);

// Starts a keeper, a small process that starts the program, waits for it, ends every process that the program left behind, and writes a
// `struct ncbench_end` to the pipe whose other end is stored in `report` (the first that can be read counts).
//
// The keeper ends at once, and all it keeps with it, when it gets SIGTERM or the calling thread ends. The caller waits for it by waitpid(2).
//
// Returns 0, or the error number.
int ncbench_keep(int *keeper, int *report, const struct ncbench_program *program);

// Starts the program itself, where there are no keepers, and stores its process number in `child`.
//
// Returns 0, or the error number.
int ncbench_spawn(int *child, const struct ncbench_program *program);

#endif
