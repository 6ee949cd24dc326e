package dev.filch.stress.scenario;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** The progress of an actor through its program. */
final class Progress {

    /** A claimed slot that its operation has to publish or to free. */
    private record Slot(int position, boolean filled, int structureIndex) {}

    private final List<Invocation> program;

    /** The results of the operations. */
    final List<Integer> answers = new ArrayList<>();

    private final List<Slot> unfinished = new ArrayList<>();
    private int next;

    /** The number of completed steps of the current operation. */
    private int phase;

    /** The local variables of the current operation. */
    private int[] memory = new int[4];

    /** The batch that the current operation has taken and moves next; zero if there is none. */
    private int batch;

    Progress(List<Invocation> program) {
        this.program = program;
    }

    Progress copy() {
        Progress copy = new Progress(program);
        copy.answers.addAll(answers);
        copy.unfinished.addAll(unfinished);
        copy.next = next;
        copy.phase = phase;
        copy.memory = memory.clone();
        copy.batch = batch;
        return copy;
    }

    List<Object> key() {
        return List.of(
                next, phase, List.copyOf(answers), List.copyOf(unfinished), Arrays.toString(memory), batch);
    }

    boolean isDone() {
        return next == program.size();
    }

    /** The number of completed operations. */
    int completed() {
        return next;
    }

    Operation operation() {
        return program.get(next).operation();
    }

    String name() {
        return operation().name();
    }

    List<Integer> arguments() {
        return program.get(next).arguments();
    }

    int phase() {
        return phase;
    }

    /** Restarts the operation. */
    Steps.Status restart() {
        phase = -1;
        return Steps.Status.AGAIN;
    }

    int recall(int index) {
        return memory[index];
    }

    void remember(int index, int value) {
        memory[index] = value;
    }

    /** Leaves a slot to be finished in a later step. */
    void finishLater(int position, boolean filled) {
        unfinished.add(new Slot(position, filled, program.get(next).structureIndex()));
    }

    /** Returns a batch, or keeps it for the next step if the operation moves it. */
    Steps.Status answerBatch(int digits) {
        if (!name().equals(Structure.MOVE)) {
            return answer(digits);
        }
        batch = digits;
        return Steps.Status.AGAIN;
    }

    Steps.Status answer(int value) {
        if (operation().answers()) {
            answers.add(value);
        }
        return Steps.Status.DONE;
    }

    /**
     * Takes one step; false if the actor has to wait for another. An operation that continues after it has claimed
     * slots may read other slots before its own stores are visible, but must not claim any.
     */
    boolean advance(List<Elements> structures, Choices choices) {
        int claimed = unfinished.size();
        if (claimed > 0 && (phase < 0 || !choices.decide())) {
            Slot slot = unfinished.remove(0);
            finish(structures.get(slot.structureIndex()), slot);
        } else {
            Steps.Status status = step(structures, choices);
            if (status == Steps.Status.BLOCKED || claimed > 0 && unfinished.size() > claimed) {
                return false;
            }
            phase = status == Steps.Status.DONE ? Integer.MIN_VALUE : phase + 1;
        }
        if (phase < 0 && unfinished.isEmpty()) {
            next++;
            phase = 0;
            memory = new int[memory.length];
            batch = 0;
        }
        return true;
    }

    /** Moves the operation's batch, or takes the next step of its specification. */
    private Steps.Status step(List<Elements> structures, Choices choices) {
        int called = program.get(next).structureIndex();
        if (batch != 0) {
            structures.get(1 - called).addBatch(batch);
            return Steps.Status.DONE;
        }
        Elements elements = structures.get(called);
        return elements.state.structure().steps.step(elements, this, choices);
    }

    private static void finish(Elements elements, Slot slot) {
        if (slot.filled()) {
            elements.publish(slot.position());
        } else {
            elements.release(slot.position());
        }
    }
}
