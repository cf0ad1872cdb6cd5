// Starts a program in another folder with its standard files redirected.
//
// In C because two of the calls it takes are extensions that Swift's view of glibc leaves out. It can go when Swift sees
// posix_spawn_file_actions_addchdir_np and posix_spawn_file_actions_addclosefrom_np.
#ifndef NCBENCH_CSPAWN_H
#define NCBENCH_CSPAWN_H

// Starts the program at `path` and stores its process number in `child`.
//
// `folder` becomes its current folder; `input`, `output` and `messages` (standard input, output and error) are files in
// it. Without `input` the input is empty, without `output` the output joins the messages. The program gets no other open
// file (where the system can do that) and no blocked or ignored signals.
//
// Returns 0, or the error number.
int ncbench_spawn(
    int *child, const char *path, char *const arguments[], char *const environment[], const char *folder,
    const char *input, const char *output, const char *messages);

#endif
