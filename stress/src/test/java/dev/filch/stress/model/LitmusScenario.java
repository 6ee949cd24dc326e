package dev.filch.stress.model;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * A litmus test as text. Each thread is a list of instructions:
 *
 * <ul>
 *   <li>{@code Wx1o} writes 1 to x; {@code Ryv} reads y; {@code Ux2v} sets x to 2 and reads its old value, atomically.
 *       The last letter is the mode: p plain, o opaque, a acquire, r release, v volatile; in an update a acquire, r
 *       release, v both.
 *   <li>{@code F} is a full fence, {@code Fa} an acquire fence, {@code Fr} a release fence.
 * </ul>
 *
 * The outcome lists the values read, in the order of the threads and, if requested, after a bar the final x and
 * y.
 */
final class LitmusScenario extends Scenario {

    private static final VarHandle[] VARIABLES = new VarHandle[3];

    static {
        try {
            MethodHandles.Lookup lookup = MethodHandles.lookup();
            VARIABLES[0] = lookup.findVarHandle(LitmusScenario.class, "x", int.class);
            VARIABLES[1] = lookup.findVarHandle(LitmusScenario.class, "y", int.class);
            VARIABLES[2] = lookup.findVarHandle(LitmusScenario.class, "z", int.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private final StringBuilder[] results;
    private final boolean showFinal;
    private int x;
    private int y;
    private int z;

    LitmusScenario(boolean showFinal, String... threads) {
        this.showFinal = showFinal;
        results = new StringBuilder[threads.length];
        for (int i = 0; i < threads.length; i++) {
            StringBuilder result = new StringBuilder();
            results[i] = result;
            String text = threads[i];
            thread(text, () -> run(text, result));
        }
    }

    private void run(String text, StringBuilder result) {
        for (String instruction : text.split(" ")) {
            if (instruction.charAt(0) == 'F') {
                fence(instruction);
                continue;
            }
            VarHandle variable = VARIABLES[instruction.charAt(1) - 'x'];
            char mode = instruction.charAt(instruction.length() - 1);
            int value = instruction.charAt(2) - '0';
            switch (instruction.charAt(0)) {
                case 'W' -> write(variable, value, mode);
                case 'R' -> result.append(read(variable, mode));
                default -> result.append(update(variable, value, mode));
            }
        }
    }

    private static void fence(String instruction) {
        switch (instruction) {
            case "F" -> VarHandle.fullFence();
            case "Fa" -> VarHandle.acquireFence();
            default -> VarHandle.releaseFence();
        }
    }

    private void write(VarHandle variable, int value, char mode) {
        switch (mode) {
            case 'p' -> variable.set(this, value);
            case 'o' -> variable.setOpaque(this, value);
            case 'r' -> variable.setRelease(this, value);
            default -> variable.setVolatile(this, value);
        }
    }

    private int read(VarHandle variable, char mode) {
        return switch (mode) {
            case 'p' -> (int) variable.get(this);
            case 'o' -> (int) variable.getOpaque(this);
            case 'a' -> (int) variable.getAcquire(this);
            default -> (int) variable.getVolatile(this);
        };
    }

    private int update(VarHandle variable, int value, char mode) {
        return switch (mode) {
            case 'a' -> (int) variable.getAndSetAcquire(this, value);
            case 'r' -> (int) variable.getAndSetRelease(this, value);
            default -> (int) variable.getAndSet(this, value);
        };
    }

    @Override
    public String outcome() {
        StringBuilder outcome = new StringBuilder();
        for (StringBuilder result : results) {
            outcome.append(result);
        }
        return showFinal ? outcome.append('|').append(x).append(y).toString() : outcome.toString();
    }
}
