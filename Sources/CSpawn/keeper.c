// A program's peak memory, as the kernel counts it, begins with that of the process that starts it: fork copies the parent's figure, and
// exec keeps it. A worker holds an item and its buffers, so the figure of a small program would be the worker's. The keeper is the small
// process in between: a fork of the worker that gives back all memory but its own code, a stack of its own and what it was asked, some
// dozen pages, before it forks again and the program starts.
//
// Without the C library's memory there is no C library: the keeper makes its system calls itself. It runs on one thread, and everything it
// touches is in its box or in the image that this file is linked into.
#ifndef _GNU_SOURCE
#define _GNU_SOURCE
#endif
#include "CSpawn.h"

#include <errno.h>

#if defined(__linux__) && (defined(__x86_64__) || defined(__aarch64__))

#include <fcntl.h>
#include <linux/prctl.h>
#include <sched.h>
#include <signal.h>
#include <stddef.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#if __has_attribute(disable_sanitizer_instrumentation)
#define BARE __attribute__((disable_sanitizer_instrumentation, noinline))
#else
#define BARE __attribute__((noinline))
#endif

#ifndef SYS_close_range
#define SYS_close_range 436
#endif

#define STACK_BYTES (1UL << 17)
#define TEXT_BYTES 4096
// What stays around the thread pointer, where the kernel writes the processor's number (restartable sequences).
#define THREAD_BYTES 8192UL

struct box {
    size_t byte_count;
    unsigned long page;
    struct ncbench_program program;
    int report;
    int parent;
    // The file that this code is mapped from.
    unsigned long device, inode;
    char text[TEXT_BYTES];
};

// Initialisers of whole structures may become calls of memset.
#define CLEAR(end) \
    ((end).error = 0, (end).status = 0, (end).wall_nanoseconds = 0, (end).cpu_microseconds = 0, (end).peak_bytes = 0)

struct kernel_action {
    void *handler;
    unsigned long flags;
    void *restorer;
    unsigned long mask;
};

// --- System calls -----------------------------------------------------------------------------------

#if defined(__x86_64__)
static inline long call6(long number, long a, long b, long c, long d, long e, long f) {
    long result;
    register long r10 __asm__("r10") = d;
    register long r8 __asm__("r8") = e;
    register long r9 __asm__("r9") = f;
    __asm__ volatile("syscall"
                     : "=a"(result)
                     : "a"(number), "D"(a), "S"(b), "d"(c), "r"(r10), "r"(r8), "r"(r9)
                     : "rcx", "r11", "memory");
    return result;
}
static inline unsigned long thread_pointer(void) {
    unsigned long pointer;
    __asm__("mov %%fs:0, %0" : "=r"(pointer));
    return pointer;
}
#else
static inline long call6(long number, long a, long b, long c, long d, long e, long f) {
    register long x8 __asm__("x8") = number;
    register long x0 __asm__("x0") = a;
    register long x1 __asm__("x1") = b;
    register long x2 __asm__("x2") = c;
    register long x3 __asm__("x3") = d;
    register long x4 __asm__("x4") = e;
    register long x5 __asm__("x5") = f;
    __asm__ volatile("svc #0"
                     : "+r"(x0)
                     : "r"(x8), "r"(x1), "r"(x2), "r"(x3), "r"(x4), "r"(x5)
                     : "memory");
    return x0;
}
static inline unsigned long thread_pointer(void) {
    unsigned long pointer;
    __asm__("mrs %0, tpidr_el0" : "=r"(pointer));
    return pointer;
}
#endif

#define call(number, a, b, c, d) call6((number), (long)(a), (long)(b), (long)(c), (long)(d), 0, 0)

static inline int open_file(const char *path, int flags, int mode) {
    return (int)call(SYS_openat, AT_FDCWD, path, flags, mode);
}

static inline void leave(int status) {
    for (;;) call(SYS_exit_group, status, 0, 0, 0);
}

static inline unsigned long bit(int signal) { return 1UL << (signal - 1); }

// --- Giving memory back -----------------------------------------------------------------------------

BARE static void unmap(unsigned long start, unsigned long end, unsigned long keep_start, unsigned long keep_end) {
    if (start < keep_start) {
        call(SYS_munmap, start, (end < keep_start ? end : keep_start) - start, 0, 0);
    }
    if (end > keep_end) {
        unsigned long from = start > keep_end ? start : keep_end;
        call(SYS_munmap, from, end - from, 0, 0);
    }
}

// The same with two ranges to keep, and a place between them.
BARE static void unmap_outside(
    unsigned long start, unsigned long end, unsigned long first, unsigned long first_end, unsigned long between,
    unsigned long second, unsigned long second_end
) {
    if (start < between) unmap(start, end < between ? end : between, first, first_end);
    if (end > between) unmap(start > between ? start : between, end, second, second_end);
}

static inline int digit(char character) {
    if (character >= '0' && character <= '9') return character - '0';
    if (character >= 'a' && character <= 'f') return character - 'a' + 10;
    return -1;
}

// Reads /proc/self/maps. First, finds the file that this code is mapped from; then unmaps what is neither of it nor in the box. Returns
// whether it could.
BARE static int walk_mappings(struct box *box, int unmapping) {
    unsigned long code = (unsigned long)&walk_mappings;
    unsigned long own = (unsigned long)box, own_end = own + box->byte_count;
    unsigned long pages = ~(box->page - 1);
    unsigned long thread = (thread_pointer() - THREAD_BYTES) & pages;
    unsigned long thread_end = (thread_pointer() + THREAD_BYTES + box->page) & pages;
    // Start, end, permissions, offset, major and minor number, inode: separated by one character each.
    unsigned long fields[7];
    for (int index = 0; index < 7; index++) *(volatile unsigned long *)&fields[index] = 0;
    int field = 0;
    int maps = open_file("/proc/self/maps", O_RDONLY | O_CLOEXEC, 0);
    if (maps < 0) return 0;
    for (;;) {
        long count = call(SYS_read, maps, box->text, TEXT_BYTES, 0);
        if (count <= 0) break;
        for (long place = 0; place < count; place++) {
            char character = box->text[place];
            if (character == '\n') {
                unsigned long device = fields[4] << 32 | fields[5];
                if (!unmapping && fields[0] <= code && code < fields[1]) {
                    box->device = device;
                    box->inode = fields[6];
                }
                int is_image = device == box->device && fields[6] == box->inode && box->inode != 0;
                if (unmapping && !is_image) {
                    if (own < thread) {
                        unmap_outside(fields[0], fields[1], own, own_end, own_end, thread, thread_end);
                    } else {
                        unmap_outside(fields[0], fields[1], thread, thread_end, own, own, own_end);
                    }
                }
                for (int index = 0; index < 7; index++) *(volatile unsigned long *)&fields[index] = 0;
                field = 0;
            } else if (field < 7) {
                int value = digit(character);
                if (field != 2 && value >= 0) {
                    fields[field] = field == 6 ? fields[field] * 10 + (unsigned long)value
                                               : fields[field] << 4 | (unsigned long)value;
                } else if (character == '-' || character == ' ' || character == ':') {
                    // The permissions hold dashes.
                    if (field != 2 || character == ' ') field++;
                }
            }
        }
    }
    call(SYS_close, maps, 0, 0, 0);
    return box->inode != 0;
}

// --- The program ------------------------------------------------------------------------------------

static inline int move(int descriptor, int number) {
    if (descriptor < 0 || descriptor == number) return descriptor;
    long result = call(SYS_dup3, descriptor, number, 0, 0);
    call(SYS_close, descriptor, 0, 0, 0);
    return (int)result;
}

BARE static void start_program(struct box *box) {
    const struct ncbench_program *program = &box->program;
    struct ncbench_end end;
    CLEAR(end);
    unsigned long none = 0;
    long result = call(SYS_setpgid, 0, 0, 0, 0);
    call(SYS_prctl, PR_SET_PDEATHSIG, SIGKILL, 0, 0);
    result = call(SYS_chdir, program->folder, 0, 0, 0);
    if (result >= 0) {
        result = move(open_file(program->input != NULL ? program->input : "/dev/null", O_RDONLY, 0), 0);
    }
    if (result >= 0) result = move(open_file(program->messages, O_WRONLY | O_CREAT | O_APPEND, 0600), 2);
    if (result >= 0) {
        result = program->output != NULL
            ? move(open_file(program->output, O_WRONLY | O_CREAT | O_TRUNC, 0600), 1)
            : call(SYS_dup3, 2, 1, 0, 0);
    }
    if (result >= 0) {
        call(SYS_rt_sigprocmask, SIG_SETMASK, &none, NULL, sizeof none);
        if (program->memory_limit != 0) {
            // Only ever lower, as the system allows everybody.
            volatile unsigned long limit[2];
            limit[0] = limit[1] = ~0UL;
            call(SYS_prlimit64, 0, RLIMIT_AS, NULL, limit);
            if (program->memory_limit < limit[1]) limit[1] = program->memory_limit;
            limit[0] = limit[1];
            call(SYS_prlimit64, 0, RLIMIT_AS, limit, NULL);
        }
        result = call(SYS_execve, program->path, program->arguments, program->environment, 0);
    }
    end.error = (int32_t)-result;
    call(SYS_write, box->report, &end, sizeof end, 0);
    leave(127);
}

// --- The keeper -------------------------------------------------------------------------------------

static inline int64_t nanoseconds(const struct timespec *time) {
    return (int64_t)time->tv_sec * 1000000000 + time->tv_nsec;
}

static inline int64_t microseconds(const struct timeval *time) {
    return (int64_t)time->tv_sec * 1000000 + time->tv_usec;
}

// Counts in what a process and those that it waited for took: nobody else has waited for them.
BARE static void count(struct ncbench_end *end, const struct rusage *usage) {
    end->cpu_microseconds += microseconds(&usage->ru_utime) + microseconds(&usage->ru_stime);
    int64_t peak = (int64_t)usage->ru_maxrss * 1024;
    if (peak > end->peak_bytes) end->peak_bytes = peak;
}

// Ends every process that the program started, by whatever roundabout way: this is the reaper of those whose parents ended.
BARE static void end_all(struct box *box, struct ncbench_end *end) {
    struct rusage usage;
    for (;;) {
        int children = open_file("/proc/thread-self/children", O_RDONLY | O_CLOEXEC, 0);
        if (children < 0) return;
        int process = 0;
        for (;;) {
            long count = call(SYS_read, children, box->text, TEXT_BYTES, 0);
            if (count <= 0) break;
            for (long place = 0; place < count; place++) {
                int value = digit(box->text[place]);
                if (value >= 0) {
                    process = process * 10 + value;
                } else if (process > 0) {
                    call(SYS_kill, process, SIGKILL, 0, 0);
                    process = 0;
                }
            }
        }
        call(SYS_close, children, 0, 0, 0);
        int status = 0;
        if (call(SYS_wait4, -1, &status, __WALL, &usage) < 0) return;
        count(end, &usage);
    }
}

BARE static int keep(void *argument) {
    struct box *box = argument;
    struct kernel_action action;
    action.handler = NULL;
    action.flags = 0;
    action.restorer = NULL;
    action.mask = 0;
    for (int number = 1; number <= 64; number++) {
        call(SYS_rt_sigaction, number, &action, NULL, sizeof action.mask);
    }
    // A group of its own: what ends the worker's group must leave the keeper to do its work.
    call(SYS_setpgid, 0, 0, 0, 0);
    call(SYS_prctl, PR_SET_PDEATHSIG, SIGTERM, 0, 0);
    if (call(SYS_getppid, 0, 0, 0, 0) != box->parent) leave(1);
    call(SYS_prctl, PR_SET_CHILD_SUBREAPER, 1, 0, 0);
    // No file of the worker's stays open in here, and none gets to the program.
    if (box->report != 3) {
        call(SYS_dup3, box->report, 3, O_CLOEXEC, 0);
        box->report = 3;
    }
    if (call(SYS_close_range, 4, ~0U, 0, 0) < 0) {
        for (int number = 4; number < 4096; number++) call(SYS_close, number, 0, 0, 0);
    }
    for (int number = 0; number < 3; number++) call(SYS_close, number, 0, 0, 0);
    int is_small = walk_mappings(box, 0) && walk_mappings(box, 1);

    struct ncbench_end end;
    CLEAR(end);
    struct timespec start, stop;
    struct rusage usage;
    call(SYS_clock_gettime, CLOCK_MONOTONIC, &start, 0, 0);
    long program = call6(SYS_clone, SIGCHLD, 0, 0, 0, 0, 0);
    if (program == 0) start_program(box);
    if (program < 0) {
        end.error = (int32_t)-program;
        call(SYS_write, box->report, &end, sizeof end, 0);
        leave(1);
    }
    unsigned long awaited = bit(SIGCHLD) | bit(SIGTERM);
    int is_over = 0;
    while (!is_over) {
        long signal = call(SYS_rt_sigtimedwait, &awaited, NULL, NULL, sizeof awaited);
        if (signal == SIGTERM) call(SYS_kill, program, SIGKILL, 0, 0);
        for (;;) {
            // After a request to end, the program is waited for; otherwise only what has ended is collected.
            long ended = call(SYS_wait4, -1, &end.status, signal == SIGTERM ? __WALL : __WALL | WNOHANG, &usage);
            if (ended <= 0 && ended != -EINTR) break;
            if (ended > 0) count(&end, &usage);
            if (ended == program) {
                is_over = 1;
                break;
            }
        }
    }
    call(SYS_clock_gettime, CLOCK_MONOTONIC, &stop, 0, 0);
    end.wall_nanoseconds = nanoseconds(&stop) - nanoseconds(&start);
    end_all(box, &end);
    if (!is_small) end.peak_bytes = 0;
    call(SYS_write, box->report, &end, sizeof end, 0);
    leave(0);
    return 0;
}

// --- In the worker ----------------------------------------------------------------------------------

static size_t text_bytes(const char *text) { return text != NULL ? strlen(text) + 1 : 0; }

static size_t list_bytes(char *const *list) {
    size_t count = sizeof(char *);
    for (; *list != NULL; list++) count += sizeof(char *) + text_bytes(*list);
    return count;
}

static const char *put_text(char **place, const char *text) {
    if (text == NULL) return NULL;
    size_t count = text_bytes(text);
    char *copy = memcpy(*place, text, count);
    *place += count;
    return copy;
}

static char *const *put_list(char **pointers, char **place, char *const *list) {
    char **copy = (char **)(void *)*pointers;
    size_t count = 0;
    for (; list[count] != NULL; count++) copy[count] = (char *)put_text(place, list[count]);
    copy[count] = NULL;
    *pointers += (count + 1) * sizeof(char *);
    return copy;
}

// A mapping with all that the keeper needs: what to start, and behind it the stack. Returns NULL without memory.
static struct box *make_box(const struct ncbench_program *program) {
    const char *texts[] = {program->path, program->folder, program->input, program->output, program->messages};
    size_t count = sizeof(struct box) + list_bytes(program->arguments) + list_bytes(program->environment);
    for (size_t index = 0; index < sizeof texts / sizeof *texts; index++) count += text_bytes(texts[index]);
    size_t page = (size_t)sysconf(_SC_PAGESIZE);
    count = (count + page - 1) / page * page + STACK_BYTES;
    void *memory = mmap(NULL, count, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    if (memory == MAP_FAILED) return NULL;
    struct box *box = memory;
    box->byte_count = count;
    box->page = page;
    char *pointers = (char *)(box + 1);
    size_t pointer_count = 2;
    for (char *const *list = program->arguments; *list != NULL; list++) pointer_count++;
    for (char *const *list = program->environment; *list != NULL; list++) pointer_count++;
    char *place = pointers + pointer_count * sizeof(char *);
    box->program.arguments = put_list(&pointers, &place, program->arguments);
    box->program.environment = put_list(&pointers, &place, program->environment);
    box->program.path = put_text(&place, program->path);
    box->program.folder = put_text(&place, program->folder);
    box->program.input = put_text(&place, program->input);
    box->program.output = put_text(&place, program->output);
    box->program.messages = put_text(&place, program->messages);
    box->program.memory_limit = program->memory_limit;
    return box;
}

int ncbench_has_keepers(void) { return 1; }

int ncbench_keep(int *keeper, int *report, const struct ncbench_program *program) {
    int ends[2];
    if (pipe2(ends, O_CLOEXEC) != 0) return errno;
    struct box *box = make_box(program);
    int error = box == NULL ? ENOMEM : 0;
    if (error == 0) {
        // Neither end may be one of the standard files' numbers, nor the one that the report moves to.
        int high = fcntl(ends[1], F_DUPFD_CLOEXEC, 4);
        box->report = high;
        box->parent = (int)getpid();
        // No handler of the worker's runs in the keeper.
        sigset_t all, before;
        sigfillset(&all);
        pthread_sigmask(SIG_SETMASK, &all, &before);
        *keeper = high < 0 ? -1 : clone(keep, (char *)box + box->byte_count, SIGCHLD, box);
        error = *keeper < 0 ? errno : 0;
        pthread_sigmask(SIG_SETMASK, &before, NULL);
        if (high >= 0) close(high);
        munmap(box, box->byte_count);
    }
    close(ends[1]);
    if (error != 0) {
        close(ends[0]);
        return error;
    }
    *report = ends[0];
    return 0;
}

#else

int ncbench_has_keepers(void) { return 0; }

int ncbench_keep(int *keeper, int *report, const struct ncbench_program *program) {
    (void)keeper;
    (void)report;
    (void)program;
    return ENOSYS;
}

#endif
