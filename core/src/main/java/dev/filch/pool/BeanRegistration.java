package dev.filch.pool;

import java.lang.management.ManagementFactory;
import javax.management.JMException;
import javax.management.ObjectName;

/**
 * The registration of a pool's MBean with the platform's MBean server. This class refers to the module java.management,
 * which may be absent, so it is loaded only when a pool is registered.
 */
final class BeanRegistration {

    private final ObjectName name;

    private BeanRegistration(ObjectName name) {
        this.name = name;
    }

    /**
     * Registers a bean.
     *
     * @param kind the simple name of the pool's class
     * @throws IllegalStateException if a pool of this kind and name is already registered
     */
    static BeanRegistration register(PoolBean bean, String kind) {
        try {
            ObjectName name = new ObjectName("dev.filch:type=" + kind + ",name=" + ObjectName.quote(bean.getName()));
            ManagementFactory.getPlatformMBeanServer().registerMBean(bean, name);
            return new BeanRegistration(name);
        } catch (JMException failure) {
            throw new IllegalStateException("cannot register an MBean of the pool " + bean.getName(), failure);
        }
    }

    /** Has no effect if the bean has already been removed. */
    void unregister() {
        try {
            ManagementFactory.getPlatformMBeanServer().unregisterMBean(name);
        } catch (JMException absent) {
            // Other code may have removed the bean.
        }
    }
}
