package dev.filch.internal.scheduler;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.filch.internal.Seeded;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Compares a group's state with a model of it, move by move. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class GroupStateModelTest {

    /** What the word of the state means, without its bits. */
    private static final class Model {

        final Deque<Integer> stack = new ArrayDeque<>();
        final boolean[] searches;
        final int maxSearchers;

        Model(int workers, int maxSearchers) {
            searches = new boolean[workers];
            this.maxSearchers = maxSearchers;
            for (int worker = workers - 1; worker >= 0; worker--) {
                stack.push(worker);
            }
        }

        int searching() {
            int count = 0;
            for (boolean each : searches) {
                count += each ? 1 : 0;
            }
            return count;
        }

        /** Whether fewer workers search than allowed, and fewer than half of the awake ones. */
        boolean maySearch() {
            int awake = searches.length - stack.size();
            return searching() < maxSearchers && 2 * searching() < awake;
        }

        /** Pops a worker; returns -1 if this move cannot. */
        int pop(Move move) {
            if (stack.isEmpty() || move == Move.POP_FOR_WORK && searching() > 0) {
                return -1;
            }
            int worker = stack.pop();
            searches[worker] = move != Move.POP_TOP;
            return worker;
        }
    }

    private enum Move {
        POP_FOR_WORK,
        POP_ANY,
        POP_TOP;

        static final int COUNT = values().length;
    }

    /** A state and its model, which make the same moves. */
    private static final class Pair {

        final GroupState state;
        final Model model;

        Pair(int workers, int maxSearchers) {
            state = new GroupState(workers, maxSearchers);
            model = new Model(workers, maxSearchers);
        }

        int moves() {
            return Move.COUNT + 2 * model.searches.length;
        }

        /** Makes a move: the first ones pop, the others are a worker's next step. False if the worker is idle. */
        boolean move(int number) {
            if (number < Move.COUNT) {
                Move move = Move.values()[number];
                int popped = switch (move) {
                    case POP_FOR_WORK -> state.popForWork();
                    case POP_ANY -> state.popAny();
                    case POP_TOP -> state.popFirst(worker -> true, false, GroupStateTest::failAfterPush);
                };
                assertEquals(model.pop(move), popped);
                return true;
            }
            int worker = (number - Move.COUNT) / 2;
            if (model.stack.contains(worker)) {
                return false;
            }
            if ((number - Move.COUNT) % 2 == 0) {
                long word = state.goIdle(worker, model.searches[worker]);
                model.stack.push(worker);
                model.searches[worker] = false;
                assertEquals(state.wordVolatile(), word);
            } else if (model.searches[worker]) {
                model.searches[worker] = false;
                assertEquals(model.searching() == 0 && !model.stack.isEmpty(), state.endSearch());
            } else {
                model.searches[worker] = model.maySearch();
                assertEquals(model.searches[worker], state.beginSearch());
            }
            return true;
        }

        void check() {
            long word = state.wordVolatile();
            assertEquals(model.stack.size(), GroupState.idle(word));
            assertEquals(model.searching(), GroupState.searching(word));
            assertEquals(model.stack.isEmpty() ? 0 : model.stack.peek() + 1, GroupStateTest.topOf(word));
            assertEquals(model.stack.size() == model.searches.length, state.allIdle(word));
            assertEquals(model.searching() == 0 && !model.stack.isEmpty(), GroupState.wantsWaking(word));
            assertEquals(model.stack.size() + " idle, " + model.searching() + " searching", state.toString());
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3})
    void equalsTheModelInAllShortHistories(int workers) {
        int length = 8 - workers;
        for (int maxSearchers = 1; maxSearchers <= workers; maxSearchers++) {
            int moves = new Pair(workers, maxSearchers).moves();
            for (long history = 0, all = Math.round(Math.pow(moves, length)); history < all; history++) {
                Pair pair = new Pair(workers, maxSearchers);
                long rest = history;
                for (int i = 0; i < length && pair.move((int) (rest % moves)); i++) {
                    rest /= moves;
                }
                pair.check();
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 7, 64, 4095})
    void equalsTheModelInALongHistory(int workers) throws Exception {
        SplittableRandom random = Seeded.random("GroupStateModelTest.longHistory" + workers);
        Pair pair = new Pair(workers, Math.max(1, workers / 2));
        GroupStateTest.beginAtVersion(pair.state, GroupStateTest.VERSIONS - 500);
        for (int i = 0; i < 20_000; i++) {
            // Pops about as often as workers go idle, so that the stack grows and shrinks.
            boolean pops = random.nextInt(3) == 0;
            pair.move(pops ? random.nextInt(Move.COUNT) : Move.COUNT + random.nextInt(2 * workers));
            if (workers < 100) {
                pair.check();
            }
        }
        pair.check();
    }
}
