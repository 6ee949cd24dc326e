package dev.filch.stress.scenario;

/** Specification of a deque with one owner, and thieves that take the oldest elements. */
final class DequeSteps implements Steps {

    /* Indexes of the local variables of an attempt. */
    private static final int CHANGES = 0;
    private static final int MOVES = 1;
    private static final int HEAD = 2;
    private static final int COUNT = 3;

    @Override
    public Status step(Elements deque, Progress call, Choices choices) {
        return switch (call.name()) {
            case "push" -> push(deque, call);
            case "pushReportingEmpty", "pushAndWake" -> pushReportingEmpty(deque, call);
            case "goToSleep" -> {
                deque.asleep = true;
                yield Status.DONE;
            }
            case "stealAll" -> stealAll(deque, call);
            case "pop" -> call.answer(pop(deque));
            case "peek" -> call.answer(peek(deque));
            case "steal", "trySteal" -> steal(deque, call, choices);
            case "stealBatch", "stealBatchAndPop", "tryStealBatchAndPop", "moveBatch" -> batch(deque, call, choices);
            case "iterator" -> Steps.iterate(deque, call, deque::at);
            case "size" -> Steps.size(deque, call, Integer.MAX_VALUE);
            case "isEmpty" -> call.answer(deque.isEmpty() ? 1 : 0);
            case "rest" -> call.answer(deque.takeRest(LAST));
            default -> throw new IllegalArgumentException(call.name());
        };
    }

    private static Status push(Elements deque, Progress call) {
        if (deque.state.isMovedByPush()) {
            deque.moves++;
        }
        deque.publish(deque.add(call.arguments().get(0)));
        return Status.DONE;
    }

    /** A push that wakes also reads whether a thief sleeps, if it reported that one may need a wake-up. */
    private static Status pushReportingEmpty(Elements deque, Progress call) {
        switch (call.phase()) {
            case 0 -> {
                push(deque, call);
                return Status.AGAIN;
            }
            case 1 -> {
                boolean reported = deque.size() <= 1;
                return reported && call.name().equals("pushAndWake") ? Status.AGAIN : call.answer(reported ? 1 : 0);
            }
            default -> {
                return call.answer(deque.asleep ? 1 : 0);
            }
        }
    }

    /** Steals until the deque is empty. */
    private static Status stealAll(Elements deque, Progress call) {
        if (deque.isEmpty()) {
            return call.answer(call.recall(0));
        }
        call.remember(0, Steps.appended(call.recall(0), take(deque)));
        return Status.AGAIN;
    }

    private static int pop(Elements deque) {
        if (deque.isEmpty()) {
            return NONE;
        }
        if (!deque.state.isLifo() || deque.size() == 1) {
            return take(deque);
        }
        if (deque.reserved || deque.state.sharesReservations()) {
            deque.changes++;
        }
        return deque.removeLast().value();
    }

    private static int peek(Elements deque) {
        Cell next = deque.at(deque.state.isLifo() ? deque.tail() - 1 : deque.head());
        return next == null ? NONE : next.value();
    }

    private static int take(Elements deque) {
        Cell cell = deque.takeFirst();
        deque.release(cell.position());
        return cell.value();
    }

    /** Makes one attempt, or restarts until an attempt succeeds. */
    private static Status steal(Elements deque, Progress call, Choices choices) {
        switch (call.phase()) {
            case 0 -> {
                begin(deque, call);
                return Status.AGAIN;
            }
            case 1 -> {
                boolean moved = deque.moves != call.recall(MOVES);
                if (isChanged(deque, call) || moved && choices.decide()) {
                    return lost(call, choices);
                }
                if (deque.state.sharesReservations() && !deque.isEmpty() && !deque.reserved && choices.decide()) {
                    return reserve(deque, call);
                }
                return call.answer(deque.isEmpty() ? NONE : take(deque));
            }
            default -> {
                deque.reserved = false;
                return deque.head() == call.recall(HEAD) && !deque.isEmpty()
                        ? call.answer(take(deque))
                        : lost(call, choices);
            }
        }
    }

    private static void begin(Elements deque, Progress call) {
        call.remember(CHANGES, deque.changes);
        call.remember(MOVES, deque.moves);
    }

    /** Whether another thread has taken or reserved elements since the attempt began. */
    private static boolean isChanged(Elements deque, Progress call) {
        return deque.changes != call.recall(CHANGES);
    }

    private static Status lost(Progress call, Choices choices) {
        return call.name().startsWith("try") && choices.decide() ? call.answer(LOST) : call.restart();
    }

    private static Status reserve(Elements deque, Progress call) {
        deque.reserved = true;
        deque.changes++;
        call.remember(HEAD, deque.head());
        return Status.AGAIN;
    }

    /**
     * Counts half of the elements, then claims those that are left. In a lifo deque it reserves them first. Beside
     * another thief's reservation it takes one element, the oldest at that moment. If the elements are moved to another
     * buffer meanwhile, it takes as many as it had read before.
     */
    private static Status batch(Elements deque, Progress call, Choices choices) {
        switch (call.phase()) {
            case 0 -> {
                if (deque.isEmpty()) {
                    return call.answer(0);
                }
                begin(deque, call);
                call.remember(COUNT, deque.reserved ? 1 : (deque.size() + 1) / 2);
                return Status.AGAIN;
            }
            case 1 -> {
                boolean single = call.recall(COUNT) == 1;
                if (isChanged(deque, call) && (!single || choices.decide())) {
                    return lost(call, choices);
                }
                return deque.state.isLifo() && !deque.reserved && (!single || deque.state.sharesReservations())
                        ? reserve(deque, call)
                        : claim(deque, call, choices);
            }
            default -> {
                deque.reserved = false;
                return deque.head() == call.recall(HEAD) ? claim(deque, call, choices) : lost(call, choices);
            }
        }
    }

    private static Status claim(Elements deque, Progress call, Choices choices) {
        int max = Math.min(call.recall(COUNT), deque.size());
        int count = deque.moves == call.recall(MOVES) ? max : choices.pick(max + 1);
        if (count == 0) {
            return lost(call, choices);
        }
        int digits = 0;
        for (int i = 0; i < count; i++) {
            digits = Steps.appended(digits, take(deque));
        }
        return call.answerBatch(digits);
    }
}
