/*
 * What hosted C of an engine may call (`Sources(hosted=True)`): these functions of the C library by name, and all others
 * of any library through dlsym. They are declared here because a toolchain of pack need not have a C library.
 */
#ifndef PACK_HOST_H
#define PACK_HOST_H

#include <stddef.h>
#include <stdint.h>

#include "pack.h"

enum { RTLD_LAZY = 1, RTLD_NOW = 2, RTLD_GLOBAL = 0x100 };
void *dlopen(const char *file, int mode);
void *dlsym(void *library, const char *name); /* a library of NULL: all that is loaded with the program */
char *dlerror(void);

char *getenv(const char *name);
void *malloc(size_t bytes);
void *calloc(size_t count, size_t bytes);
void free(void *memory);
void *memcpy(void *restrict to, const void *restrict from, size_t bytes);
void *memmove(void *to, const void *from, size_t bytes);
void *memset(void *to, int value, size_t bytes);
int memcmp(const void *left, const void *right, size_t bytes);
__attribute__((format(printf, 3, 4))) int snprintf(char *text, size_t bytes, const char *format, ...);

/* Larger than that of any Linux; all zeros is an open lock. */
typedef struct pack_mutex {
    void *space[8];
} pack_mutex;
int pthread_mutex_lock(pack_mutex *mutex);
int pthread_mutex_unlock(pack_mutex *mutex);

#endif
