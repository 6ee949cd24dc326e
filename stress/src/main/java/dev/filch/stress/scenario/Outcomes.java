package dev.filch.stress.scenario;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * The outcomes that the specification allows for a scenario: those of all orders of its operations and, if some are
 * relaxed, of all orders of their steps. An outcome lists the results, actor by actor, and ends with the arbiter's.
 */
final class Outcomes {

    private final Row row;
    private final Set<String> found = new TreeSet<>();
    private final Set<List<Object>> visited = new HashSet<>();

    /** The operations whose steps no other actor can interleave with. */
    private final Predicate<Operation> indivisible;

    /** Whether actors may wait for each other forever. */
    private boolean isStuck;

    private Outcomes(Row row, Predicate<Operation> indivisible) {
        this.row = row;
        this.indivisible = indivisible;
    }

    /** The outcomes of all orders of indivisible operations. */
    static Set<String> linearizable(Row row) {
        return new Outcomes(row, operation -> true).explore();
    }

    /**
     * The outcomes of all orders of steps, if only linearizable operations and those with the given relaxations are
     * divisible.
     */
    static Set<String> relaxed(Row row, Set<Relaxation> relaxations) {
        return new Outcomes(
                row,
                operation -> operation.relaxation() != Relaxation.NONE
                        && !relaxations.contains(operation.relaxation())).explore();
    }

    /** The relaxations of a scenario's operations. */
    static Set<Relaxation> relaxations(Row row) {
        Set<Relaxation> relaxations = EnumSet.noneOf(Relaxation.class);
        row.invocations().map(call -> call.operation().relaxation()).forEach(relaxations::add);
        relaxations.remove(Relaxation.NONE);
        return relaxations;
    }

    /** All acceptable outcomes with the relaxations that explain each; none for a linearizable outcome. */
    static Map<String, Set<Relaxation>> acceptable(Row row) {
        Map<String, Set<Relaxation>> acceptable = new TreeMap<>();
        Set<Relaxation> all = relaxations(row);
        linearizable(row).forEach(outcome -> acceptable.put(outcome, EnumSet.noneOf(Relaxation.class)));
        if (all.isEmpty()) {
            return acceptable;
        }
        for (Relaxation one : all) {
            for (String outcome : relaxed(row, EnumSet.of(one))) {
                Set<Relaxation> reasons = acceptable.computeIfAbsent(outcome, any -> EnumSet.of(one));
                if (!reasons.isEmpty()) {
                    reasons.add(one);
                }
            }
        }
        relaxed(row, all).forEach(outcome -> acceptable.putIfAbsent(outcome, all));
        return acceptable;
    }

    /** The acceptable outcomes by their relaxations, the linearizable ones first. */
    static Map<Set<Relaxation>, List<String>> byReason(Row row) {
        Map<Set<Relaxation>, List<String>> byReason = new LinkedHashMap<>();
        byReason.put(EnumSet.noneOf(Relaxation.class), new ArrayList<>());
        acceptable(row).forEach(
                (outcome, reasons) -> byReason.computeIfAbsent(reasons, any -> new ArrayList<>()).add(outcome));
        return byReason;
    }

    private Set<String> explore() {
        explore(new World(Elements.of(row.state()), row.actors().stream().map(Progress::new).toList()));
        boolean hasWhole = row.invocations().map(Invocation::operation)
                .anyMatch(operation -> operation.relaxation() != Relaxation.NONE && indivisible.test(operation));
        if (isStuck && !hasWhole) {
            throw new IllegalArgumentException("the actors may wait forever: " + row);
        }
        return found;
    }

    private void explore(World world) {
        if (!visited.add(world.key())) {
            return;
        }
        boolean done = true;
        boolean anyMoves = false;
        for (int actor = 0; actor < world.actors.size(); actor++) {
            if (!world.actors.get(actor).isDone()) {
                done = false;
                anyMoves |= exploreAfter(world, actor);
            }
        }
        if (done) {
            found.add(outcome(world.copy()));
        }
        isStuck |= !done && !anyMoves;
    }

    /** Explores the states that may follow a step of an actor; false if there are none, because the actor waits. */
    private boolean exploreAfter(World before, int actor) {
        Choices choices = new Choices();
        boolean anyMoves = false;
        do {
            World world = before.copy();
            Progress progress = world.actors.get(actor);
            boolean whole = indivisible.test(progress.operation());
            int completed = progress.completed();
            boolean moves = progress.advance(world.structures, choices);
            while (moves && whole && progress.completed() == completed) {
                moves = progress.advance(world.structures, choices);
            }
            if (moves) {
                explore(world);
            }
            anyMoves |= moves;
        } while (choices.another());
        return anyMoves;
    }

    private String outcome(World world) {
        List<Integer> answers = new ArrayList<>();
        world.actors.forEach(actor -> answers.addAll(actor.answers));
        Progress arbiter = new Progress(row.arbiter());
        while (!arbiter.isDone()) {
            arbiter.advance(world.structures, new Choices());
        }
        answers.addAll(arbiter.answers);
        return answers.stream().map(String::valueOf).collect(Collectors.joining(", "));
    }

    /** The state of the structures and of the actors. */
    private record World(List<Elements> structures, List<Progress> actors) {

        List<Object> key() {
            return List.of(
                    structures.stream().map(Elements::key).toList(), actors.stream().map(Progress::key).toList());
        }

        World copy() {
            return new World(
                    structures.stream().map(Elements::copy).toList(), actors.stream().map(Progress::copy).toList());
        }
    }
}
