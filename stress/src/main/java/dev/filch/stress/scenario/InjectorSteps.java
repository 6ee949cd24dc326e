package dev.filch.stress.scenario;

/** Specification of an unbounded queue that can be closed. */
final class InjectorSteps implements Steps {

    @Override
    public Status step(Elements injector, Progress call, Choices choices) {
        return switch (call.name()) {
            case "offer", "offerAll", "pushAll" -> offerAll(injector, call, choices);
            case "close" -> {
                injector.closed = true;
                yield Status.DONE;
            }
            case "isClosed" -> call.answer(injector.closed ? 1 : 0);
            case "poll", "peek" -> poll(injector, call);
            case "tryPoll", "tryPollBatch" -> attempt(injector, call, choices);
            case "stealBatch", "stealBatchAndPop", "moveBatch" -> batch(injector, call);
            // An iterator shows a taken element until its slot is cleared.
            case "iterator" -> Steps.iterate(injector, call, injector::inSlot);
            case "size" -> Steps.size(injector, call, Integer.MAX_VALUE);
            case "added" -> call.answer(injector.tail() + injector.tickets);
            case "isEmpty" -> call.answer(injector.size() + injector.tickets == 0 ? 1 : 0);
            case "rest" -> call.answer(injector.takeRest(LAST));
            default -> throw new IllegalArgumentException(call.name());
        };
    }

    /**
     * A refused offer may hold tickets for a moment. Accepted elements are published segment by segment, the last one
     * of each segment first.
     */
    private static Status offerAll(Elements injector, Progress call, Choices choices) {
        int count = call.arguments().size();
        if (call.phase() == 1) {
            injector.tickets -= count;
            return call.answer(0);
        }
        if (injector.closed) {
            if (choices.decide()) {
                injector.tickets += count;
                return Status.AGAIN;
            }
            return call.answer(0);
        }
        int start = injector.tail();
        call.arguments().forEach(injector::add);
        int published = start;
        while (published < injector.tail()) {
            int end = Math.min(injector.tail(), State.endOfSegment(published));
            for (int position = end - 1; position >= published; position--) {
                call.finishLater(position, true);
            }
            published = end;
        }
        return call.answer(call.name().equals("offerAll") ? count : 1);
    }

    private static Status poll(Elements injector, Progress call) {
        Cell first = injector.first();
        if (first == null) {
            return call.answer(NONE);
        }
        if (!first.published()) {
            return Status.BLOCKED;
        }
        if (call.name().equals("poll")) {
            take(injector, call, 1);
        }
        return call.answer(first.value());
    }

    /** Takes the oldest elements; returns them as the digits of a number. */
    private static int take(Elements injector, Progress call, int count) {
        int digits = 0;
        for (int i = 0; i < count; i++) {
            Cell cell = injector.takeFirst();
            digits = Steps.appended(digits, cell.value());
            call.finishLater(cell.position(), false);
        }
        return digits;
    }

    /** An attempt may lose only if an element was taken since it began. */
    private static Status attempt(Elements injector, Progress call, Choices choices) {
        boolean batch = call.name().equals("tryPollBatch");
        if (call.phase() == 0) {
            call.remember(0, injector.changes);
            return Status.AGAIN;
        }
        if (injector.changes != call.recall(0) && choices.decide()) {
            return call.answer(LOST);
        }
        int limit = batch ? call.arguments().get(0) : 1;
        int count = injector.published(Math.min(limit, remainingInSegment(injector)));
        return call.answer(count > 0 ? take(injector, call, count) : batch ? 0 : NONE);
    }

    private static int remainingInSegment(Elements injector) {
        return State.endOfSegment(injector.head()) - injector.head();
    }

    /** Restarts if an element was taken between its count and its claim. */
    private static Status batch(Elements injector, Progress call) {
        if (call.phase() > 0 && injector.changes != call.recall(0)) {
            return call.restart();
        }
        switch (call.phase()) {
            case 0 -> {
                if (injector.isEmpty()) {
                    return call.answer(0);
                }
                if (!injector.first().published()) {
                    return Status.BLOCKED;
                }
                call.remember(0, injector.changes);
                return Status.AGAIN;
            }
            case 1 -> {
                int half = (injector.size() + injector.tickets + 1) / 2;
                call.remember(1, Math.min(half, remainingInSegment(injector)));
                return Status.AGAIN;
            }
            case 2 -> {
                call.remember(1, injector.published(call.recall(1)));
                return Status.AGAIN;
            }
            default -> {
                return call.answerBatch(take(injector, call, call.recall(1)));
            }
        }
    }
}
