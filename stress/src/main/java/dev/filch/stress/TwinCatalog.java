package dev.filch.stress;

import static dev.filch.stress.Weakening.mode;
import static dev.filch.stress.Weakening.movedBefore;
import static dev.filch.stress.Weakening.movedBehind;
import static dev.filch.stress.Weakening.naive;
import static dev.filch.stress.Weakening.notAtomic;
import static dev.filch.stress.Weakening.nullUntested;
import static dev.filch.stress.Weakening.readOnce;
import static dev.filch.stress.Weakening.slow;
import static dev.filch.stress.Weakening.unbounded;
import static dev.filch.stress.Weakening.untested;

import java.util.List;

/**
 * The twins that fail on any machine, x86 included, within moments. What x86 does not show is the model checker's
 * matter.
 */
final class TwinCatalog {

    private TwinCatalog() {}

    static List<Twin> all() {
        return List.of(
                Twin.of("ring: two producers get one slot", "RingExactlyOnce.TwoProducers",
                        notAtomic("PaddedRing$Tail", "casTail")),
                Twin.of("ring: two consumers get one element", "RingExactlyOnce.TwoConsumersOneElement",
                        notAtomic("PaddedRing$Head", "casHead")),
                Twin.of("ring: a slot is published before its element", "RingPublication.OfferPoll",
                        movedBehind("MpmcRing", "publish", "setElementRelease", "setSequenceRelease")),
                Twin.of("ring: a slot is free before it is cleared", "RingPublication.FreedSlotIsEmpty",
                        movedBefore("MpmcRing", "release", "setSequenceRelease", "elementPlain"),
                        slow("RingFields", "clearElementPlain")),
                Twin.of("ring: two batches get the same elements", "RingDrain.DrainAgainstDrain",
                        notAtomic("PaddedRing$Head", "casHead")),
                Twin.of("ring: two batches get the same slots", "RingBatchProducers.OfferAllAgainstFill",
                        notAtomic("PaddedRing$Tail", "casTail")),
                Twin.of("ring: two relaxed offers get one slot", "RingRelaxed.TwoRelaxedOffers",
                        notAtomic("PaddedRing$Tail", "casTail")),
                Twin.of("ring: two relaxed polls get one element", "RingRelaxed.TwoRelaxedPolls",
                        notAtomic("PaddedRing$Head", "casHead")),
                Twin.of("ring: an offer says full without a look at head", "RingOverlap.Full",
                        untested("MpmcRing", "isFullAt")),
                Twin.of("ring: a forced offer takes and adds in two steps", "RingForceOffer.AgainstOffer",
                        naive("MpmcRing", "forceOffer")),
                Twin.of("ring: peek does not look at head again", "RingPeek.PeekIntoNextLap",
                        readOnce("MpmcRing", "peek", "headAcquire"), slow("RingFields", "elementAcquire")),
                Twin.of("ring: size looks at tail first", "RingSize.AgainstChanges",
                        movedBefore("MpmcRing", "size", "tailAcquire", "headAcquire"),
                        slow("PaddedRing$Head", "headAcquire")),
                Twin.of("ring: isEmpty looks at tail first", "RingSize.AgainstForceOffer",
                        movedBefore("MpmcRing", "isEmpty", "tailVolatile", "headVolatile"),
                        slow("PaddedRing$Head", "headVolatile")),
                Twin.of("ring: two producers get one slot of a compact one", "RingCompact.TwoProducers",
                        notAtomic("CompactRing", "casTail")),
                Twin.of("ring: two consumers get one element of a compact one", "RingCompact.TwoConsumersOneElement",
                        notAtomic("CompactRing", "casHead")),
                Twin.of("injector: two producers get one ticket", "InjectorTwoPollers.OwnPushThenPoll",
                        notAtomic("InjectorTail", "getAndAddTail")),
                Twin.of("injector: two consumers get one element", "InjectorTwoPollers.OneElement",
                        notAtomic("InjectorHead", "casHead")),
                Twin.of("injector: a batch is claimed without a look", "InjectorBatch.BatchOfUnfinishedPushes",
                        untested("InjectorFields$Segment", "isPublished"), slow("InjectorFields$Segment", "setItemRelease")),
                Twin.of("injector: closing takes a ticket back", "InjectorClose.RefusedIfClosed",
                        notAtomic("InjectorTail", "casTail")),
                Twin.of("injector: the size is taken from an older tail", "InjectorLooks.SizeAgainstOffersAndPolls",
                        movedBehind("Injector", "size", "headAcquire", "tailOpaque"), slow("InjectorHead", "headAcquire")),
                Twin.of("injector: empty is said without a look at tail", "InjectorTwoPollers.OwnPushThenPoll",
                        untested("Injector", "isTail"), slow("InjectorFields$Segment", "setItemRelease")),
                Twin.of("injector: an iterator ends at what was taken", "InjectorLooks.AgainstBatch",
                        nullUntested("Injector$InjectorIterator", "advance"), slow("LookingAhead", "begin")),
                Twin.of("deque: a pop does not order bottom and top", "DequeLastElement.TwoPopsAgainstTwoSteals",
                        mode("DequeBottom", "setBottomVolatile", "setVolatile", "setRelease")),
                Twin.of("deque: two thieves get one element", "DequeLastElement.TwoThieves",
                        notAtomic("DequeTop", "casTop")),
                Twin.of("deque: an owner pops what is reserved", "DequeBatch.LifoPopsAgainstBatch",
                        untested("WorkDeque", "isUnreserved"), untested("DequeSlots", "isThere"),
                        slow("Stealer", "claimReserved")),
                Twin.of("deque: a fifo owner and a thief get one", "DequeFifoPop.PopAgainstSteal",
                        notAtomic("DequeTop", "getAndAddTop")),
                Twin.of("deque: a push that tells does not order", "DequeTell.LifoTellAgainstSteals",
                        mode("DequeBottom", "setBottomVolatile", "setVolatile", "setRelease")),
                Twin.of("deque: an owner pops from an open reservation", "DequeOpen.PopsAgainstSteals",
                        untested("WorkDeque", "isUnreserved"), untested("DequeSlots", "isThere"),
                        slow("DequeTop", "casTop"), slow("DequeBottom", "setBottomVolatile")),
                Twin.of("deque: two batches get the same elements", "DequeBatchAndPop.FifoAgainstItself",
                        notAtomic("DequeTop", "casTop")),
                Twin.of("deque: a size is less than nothing", "DequeSize.LifoSizeAgainstPopOfNothing",
                        unbounded("WorkDeque", "size", "max")),
                Twin.of("deque: null is taken out of a larger buffer", "DequeGrowth.LifoPushAgainstSteals",
                        untested("DequeSlots", "isThere"),
                        movedBefore("WorkDeque", "moveTo", "setBufferRelease", "cachedTop")),
                Twin.of("deque: null is taken out of a shorter buffer", "DequeRenewal.ShrinkAgainstSteals",
                        untested("DequeSlots", "isThere"),
                        movedBefore("WorkDeque", "moveTo", "setBufferRelease", "cachedTop")));
    }
}
