package dev.filch.stress.cores.engine;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * A litmus test. A thread is a string of accesses. An access is W or R, a variable from a to d, and a mode: p plain, o
 * opaque, r release or acquire, v volatile; Ru is a getAndAdd of 1. Writes store 1, 2, ... in the order of the threads.
 * The outcome is the values of the reads.
 */
final class SampleLitmus implements Program {

    /** The time by which all threads have their copies. */
    private static final long START_NANOS = 10_000;

    private static final int VARIABLES = 4;

    private static final VarHandle WORDS = MethodHandles.arrayElementVarHandle(long[].class);

    /** The distance between two variables, in words: two lines. */
    private static final int STRIDE = 16;

    private final String[][] accesses;
    private final int[] spins;
    private final long[][] values;
    private final long[] words = new long[(2 * VARIABLES + 2) * STRIDE];

    SampleLitmus(String[] threads, int[] spins) {
        accesses = new String[threads.length][];
        values = new long[threads.length][];
        for (int i = 0; i < threads.length; i++) {
            accesses[i] = threads[i].split(" ");
            values[i] = new long[accesses[i].length];
        }
        this.spins = spins;
    }

    @Override
    public Runnable[] threads() {
        Runnable[] threads = new Runnable[accesses.length];
        long value = 1;
        for (int i = 0; i < threads.length; i++) {
            int thread = i;
            long first = value;
            threads[i] = () -> execute(thread, first);
            for (String access : accesses[i]) {
                value += access.charAt(0) == 'W' ? 1 : 0;
            }
        }
        return threads;
    }

    private void execute(int thread, long firstValue) {
        // Runs once on other variables, so that later only the lines of the variables themselves move.
        execute(accesses[thread], VARIABLES, firstValue);
        // Gives each core copies of all variables, so that stores wait for lines and loads do not.
        for (int variable = 0; variable < VARIABLES; variable++) {
            WORDS.getOpaque(words, index((char) ('a' + variable), 0));
        }
        while (System.nanoTime() < START_NANOS) {
            Thread.onSpinWait();
        }
        SamplePrograms.pause(spins[thread]);
        values[thread] = execute(accesses[thread], 0, firstValue);
    }

    private long[] execute(String[] program, int firstVariable, long firstValue) {
        long[] read = new long[program.length];
        long value = firstValue;
        for (int i = 0; i < program.length; i++) {
            String access = program[i];
            int index = index(access.charAt(1), firstVariable);
            if (access.charAt(0) == 'W') {
                write(index, access.charAt(2), value++);
            } else {
                read[i] = read(index, access.charAt(2));
            }
        }
        return read;
    }

    private static int index(char variable, int firstVariable) {
        return (variable - 'a' + firstVariable + 1) * STRIDE;
    }

    private void write(int index, char mode, long value) {
        switch (mode) {
            case 'p' -> words[index] = value;
            case 'o' -> WORDS.setOpaque(words, index, value);
            case 'r' -> WORDS.setRelease(words, index, value);
            default -> WORDS.setVolatile(words, index, value);
        }
    }

    private long read(int index, char mode) {
        return switch (mode) {
            case 'p' -> words[index];
            case 'o' -> (long) WORDS.getOpaque(words, index);
            case 'r' -> (long) WORDS.getAcquire(words, index);
            case 'u' -> (long) WORDS.getAndAdd(words, index, 1L);
            default -> (long) WORDS.getVolatile(words, index);
        };
    }

    @Override
    public String outcome() {
        StringBuilder text = new StringBuilder();
        for (int thread = 0; thread < values.length; thread++) {
            for (int i = 0; i < values[thread].length; i++) {
                if (accesses[thread][i].charAt(0) == 'R') {
                    text.append(values[thread][i]);
                }
            }
        }
        return text.toString();
    }
}
