package dev.filch.stress;

import static dev.filch.stress.Mistake.mode;
import static dev.filch.stress.Mistake.movedBefore;
import static dev.filch.stress.Mistake.movedBehind;
import static dev.filch.stress.Mistake.naive;
import static dev.filch.stress.Mistake.notAtomic;
import static dev.filch.stress.Mistake.nullUntested;
import static dev.filch.stress.Mistake.readOnce;
import static dev.filch.stress.Mistake.slow;
import static dev.filch.stress.Mistake.unbounded;
import static dev.filch.stress.Mistake.untested;

import java.util.List;

/**
 * The mutants that fail on any machine, x86 included, within moments. What x86 does not show is the model checker's
 * matter.
 */
final class MutantCatalog {

    private MutantCatalog() {}

    static List<Mutant> all() {
        return List.of(
                Mutant.of("ring: two producers get one slot", "Ring2Empty.OfferAgainstOffer",
                        notAtomic("PaddedRing$Tail", "casTail")),
                Mutant.of("ring: two consumers get one element", "Ring2With1.PollAgainstPoll",
                        notAtomic("PaddedRing$Head", "casHead")),
                Mutant.of("ring: a slot is published before its element", "Ring2Empty.OfferAgainstPoll",
                        movedBehind("MpmcRing", "publish", "setElementRelease", "setSequenceRelease")),
                Mutant.of("ring: a slot is free before it is cleared", "Ring1With1.OfferAgainstPoll",
                        movedBefore("MpmcRing", "release", "setSequenceRelease", "elementPlain"),
                        slow("RingFields", "clearElementPlain")),
                Mutant.of("ring: two batches get the same elements", "Ring4With123.DrainAgainstDrain",
                        notAtomic("PaddedRing$Head", "casHead")),
                Mutant.of("ring: two batches get the same slots", "Ring4Empty.OfferAllAgainstFill",
                        notAtomic("PaddedRing$Tail", "casTail")),
                Mutant.of("ring: two relaxed offers get one slot", "Ring2Empty.RelaxedOfferAgainstRelaxedOffer",
                        notAtomic("PaddedRing$Tail", "casTail")),
                Mutant.of("ring: two relaxed polls get one element", "Ring2With1.RelaxedPollAgainstRelaxedPoll",
                        notAtomic("PaddedRing$Head", "casHead")),
                Mutant.of("ring: an offer says full without a look at head", "Ring2With12.PollAgainstPollThenOffer",
                        untested("MpmcRing", "isFullAt")),
                Mutant.of("ring: a forced offer takes and adds in two steps", "Ring2With12.OfferAgainstForceOffer",
                        naive("MpmcRing", "forceOffer")),
                Mutant.of("ring: peek does not look at head again", "Ring2With12.PollThenOfferAgainstPeek",
                        readOnce("MpmcRing", "peek", "headAcquire"), slow("RingFields", "elementAcquire")),
                Mutant.of("ring: size looks at tail first", "Ring2With12.DrainThenOfferAllThenPollAgainstSizeThenSize",
                        movedBefore("MpmcRing", "size", "tailAcquire", "headAcquire"),
                        slow("PaddedRing$Head", "headAcquire")),
                Mutant.of("ring: isEmpty looks at tail first", "Ring1With1.ForceOfferAgainstSizeThenIsEmptyThenSize",
                        movedBefore("MpmcRing", "isEmpty", "tailVolatile", "headVolatile"),
                        slow("PaddedRing$Head", "headVolatile")),
                Mutant.of("ring: two producers get one slot of a compact one", "Compact2Empty.OfferAgainstOffer",
                        notAtomic("CompactRing", "casTail")),
                Mutant.of("ring: two consumers get one element of a compact one", "Compact1With1.PollAgainstPoll",
                        notAtomic("CompactRing", "casHead")),
                Mutant.of("injector: two producers get one ticket", "InjectorEmpty.OfferAgainstOfferThenPeekThenPoll",
                        notAtomic("InjectorTail", "getAndAddTail")),
                Mutant.of("injector: two consumers get one element", "InjectorWith123.PollAgainstPoll",
                        notAtomic("InjectorHead", "casHead")),
                Mutant.of("injector: a batch is claimed without a look",
                        "InjectorWith1.OfferAgainstOfferAgainstStealBatchAndPop",
                        untested("InjectorFields$Segment", "isPublished"),
                        slow("InjectorFields$Segment", "setItemRelease")),
                Mutant.of("injector: closing takes a ticket back",
                        "InjectorEmpty.IsClosedThenOfferThenIsClosedAgainstClose",
                        notAtomic("InjectorTail", "casTail")),
                Mutant.of("injector: the size is taken from an older tail",
                        "InjectorEmpty.OfferThenPollThenOfferThenPollAgainstSizeThenSize",
                        movedBehind("Injector", "size", "headAcquire", "tailOpaque"),
                        slow("InjectorHead", "headAcquire")),
                Mutant.of("injector: empty is said without a look at tail",
                        "InjectorEmpty.OfferAgainstOfferThenPeekThenPoll",
                        untested("Injector", "isTail"), slow("InjectorFields$Segment", "setItemRelease")),
                Mutant.of("injector: an iterator ends at what was taken",
                        "InjectorWith1234.StealBatchAgainstIsEmptyThenSizeThenIterator",
                        nullUntested("Injector$InjectorIterator", "advance"), slow("LookingAhead", "begin")),
                Mutant.of("deque: a pop does not order bottom and top", "LifoWith12.PopThenPopAgainstStealThenSteal",
                        mode("DequeBottom", "setBottomVolatile", "setVolatile", "setRelease")),
                Mutant.of("deque: two thieves get one element", "LifoWith1.StealAgainstSteal",
                        notAtomic("DequeTop", "casTop")),
                Mutant.of("deque: an owner pops what is reserved", "LifoWith123.PopThenPopAgainstStealBatch",
                        untested("WorkDeque", "isUnreserved"), untested("DequeSlots", "isThere"),
                        slow("Stealer", "claimReserved")),
                Mutant.of("deque: a fifo owner and a thief get one", "FifoWith1.PopAgainstSteal",
                        notAtomic("DequeTop", "getAndAddTop")),
                Mutant.of("deque: a reporting push does not order", "LifoWith1.PushReportingEmptyAgainstStealThenSteal",
                        mode("DequeBottom", "setBottomVolatile", "setVolatile", "setRelease")),
                Mutant.of("deque: an owner pops from an open reservation",
                        "Lifo8With123.PopThenPopAgainstStealThenSteal",
                        untested("WorkDeque", "isUnreserved"), untested("DequeSlots", "isThere"),
                        slow("DequeTop", "casTop"), slow("DequeBottom", "setBottomVolatile")),
                Mutant.of("deque: two batches get the same elements",
                        "FifoWith123.StealBatchAndPopAgainstStealBatchAndPop",
                        notAtomic("DequeTop", "casTop")),
                Mutant.of("deque: a size is less than nothing",
                        "LifoEmpty.PopThenPushThenPopThenPopAgainstSizeThenSize",
                        unbounded("WorkDeque", "size", "max")),
                Mutant.of("deque: null is taken out of a larger buffer",
                        "Lifo2With12.PushThenPushAgainstStealThenSteal",
                        untested("DequeSlots", "isThere"),
                        movedBefore("WorkDeque", "moveTo", "setBufferRelease", "cachedTop")),
                Mutant.of("deque: null is taken out of a shorter buffer",
                        "RenewedLifo64With123.PushThenPopAgainstStealThenSteal",
                        untested("DequeSlots", "isThere"),
                        movedBefore("WorkDeque", "moveTo", "setBufferRelease", "cachedTop")));
    }
}
