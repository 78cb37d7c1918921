/* One data file as read-only bytes between two symbols; NAME and FILE come from the Makefile. */
#define JOIN_(a, b, c) a##b##c
#define JOIN(a, b, c) JOIN_(a, b, c)
#define START JOIN(embedded_, NAME, _start)
#define END JOIN(embedded_, NAME, _end)
        .section .rodata
        .global START
        .global END
        .balign 64
START:
        .incbin FILE
END:
        .byte 0
        .section .note.GNU-stack, "", %progbits
