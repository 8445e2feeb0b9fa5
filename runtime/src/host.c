/*
 * Stands for the C library while a hosted program is linked: the names of pack_host.h, without code. A reference to them
 * has no version, so the loader binds it on every machine to what its own C library has under the name.
 */
#define STANDS(name) void name(void); void name(void) {}

STANDS(__libc_start_main)
STANDS(dlopen)
STANDS(dlsym)
STANDS(dlerror)
STANDS(getenv)
STANDS(malloc)
STANDS(calloc)
STANDS(free)
STANDS(snprintf)
STANDS(pthread_mutex_lock)
STANDS(pthread_mutex_unlock)
