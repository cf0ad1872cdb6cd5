#ifndef _GNU_SOURCE
#define _GNU_SOURCE
#endif
#include "CSpawn.h"

#include <fcntl.h>
#include <signal.h>
#include <spawn.h>

// From this version of glibc on, a program can be started without this process's open files.
#if defined(__GLIBC__)
#if __GLIBC_PREREQ(2, 34)
#define NCBENCH_HAS_CLOSEFROM 1
#endif
#endif

int ncbench_spawn(int *child, const struct ncbench_program *program) {
    const char *input = program->input, *output = program->output, *messages = program->messages;
    posix_spawn_file_actions_t actions;
    int error = posix_spawn_file_actions_init(&actions);
    if (error != 0) return error;
    posix_spawnattr_t attributes;
    error = posix_spawnattr_init(&attributes);
    if (error != 0) {
        posix_spawn_file_actions_destroy(&actions);
        return error;
    }
    short flags = POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF;
#ifdef POSIX_SPAWN_CLOEXEC_DEFAULT
    flags |= POSIX_SPAWN_CLOEXEC_DEFAULT;
#endif
    sigset_t signals;
    sigemptyset(&signals);
    error = posix_spawnattr_setsigmask(&attributes, &signals);
    sigfillset(&signals);
    if (error == 0) error = posix_spawnattr_setsigdefault(&attributes, &signals);
    if (error == 0) error = posix_spawnattr_setflags(&attributes, flags);
    if (error == 0) error = posix_spawn_file_actions_addchdir_np(&actions, program->folder);
    if (error == 0) {
        error = posix_spawn_file_actions_addopen(&actions, 0, input != NULL ? input : "/dev/null", O_RDONLY, 0);
    }
    if (error == 0) {
        error = posix_spawn_file_actions_addopen(&actions, 2, messages, O_WRONLY | O_CREAT | O_APPEND, 0600);
    }
    if (error == 0) {
        error = output != NULL
            ? posix_spawn_file_actions_addopen(&actions, 1, output, O_WRONLY | O_CREAT | O_TRUNC, 0600)
            : posix_spawn_file_actions_adddup2(&actions, 2, 1);
    }
#ifdef NCBENCH_HAS_CLOSEFROM
    if (error == 0) error = posix_spawn_file_actions_addclosefrom_np(&actions, 3);
#endif
    pid_t process = 0;
    if (error == 0) {
        error = posix_spawn(
            &process, program->path, &actions, &attributes, program->arguments, program->environment);
    }
    *child = (int)process;
    posix_spawnattr_destroy(&attributes);
    posix_spawn_file_actions_destroy(&actions);
    return error;
}
