// Node-API 9 refuses references to primitive values; version 10 takes them.
// Here each such value is kept as the only element of an array, which version 9 can refer to, so
// that Napi::Reference<Napi::String> and Napi::Reference<Napi::Value> work as on version 10.
#pragma once
#include <napi.h>

#define BOXED_REFERENCE(Kind)                                                    \
  template <>                                                                    \
  class Reference<Napi::Kind> {                                                  \
   public:                                                                       \
    static Reference New(const Napi::Kind& value, uint32_t count = 0) {          \
      Reference made;                                                            \
      made.Reset(value, count);                                                  \
      return made;                                                               \
    }                                                                            \
    Reference() = default;                                                       \
    ~Reference() { Reset(); }                                                    \
    Reference(const Reference&) = delete;                                        \
    Reference& operator=(const Reference&) = delete;                             \
    Reference(Reference&& other) { take(other); }                                \
    Reference& operator=(Reference&& other) {                                    \
      Reset();                                                                   \
      take(other);                                                               \
      return *this;                                                              \
    }                                                                            \
    Napi::Env Env() const { return Napi::Env(env_); }                            \
    bool IsEmpty() const { return box_ == nullptr; }                             \
    Napi::Kind Value() const {                                                   \
      if (box_ == nullptr) return Napi::Kind(env_, nullptr);                     \
      napi_value array;                                                          \
      napi_value value;                                                          \
      if (napi_get_reference_value(env_, box_, &array) != napi_ok ||             \
          napi_get_element(env_, array, 0, &value) != napi_ok) {                 \
        return Napi::Kind();                                                     \
      }                                                                          \
      return Napi::Kind(env_, value);                                            \
    }                                                                            \
    void Reset() {                                                               \
      if (box_ != nullptr) napi_delete_reference(env_, box_);                    \
      box_ = nullptr;                                                            \
    }                                                                            \
    void Reset(const Napi::Kind& value, uint32_t count = 0) {                    \
      Reset();                                                                   \
      env_ = value.Env();                                                        \
      napi_value inner = value;                                                  \
      napi_value array;                                                          \
      if (inner == nullptr ||                                                    \
          napi_create_array_with_length(env_, 1, &array) != napi_ok ||           \
          napi_set_element(env_, array, 0, inner) != napi_ok) {                  \
        return;                                                                  \
      }                                                                          \
      napi_create_reference(env_, array, count, &box_);                          \
    }                                                                            \
                                                                                 \
   private:                                                                      \
    void take(Reference& other) {                                                \
      env_ = other.env_;                                                         \
      box_ = other.box_;                                                         \
      other.env_ = nullptr;                                                      \
      other.box_ = nullptr;                                                      \
    }                                                                            \
    napi_env env_ = nullptr;                                                     \
    napi_ref box_ = nullptr;                                                     \
  };

namespace Napi {
BOXED_REFERENCE(String)
BOXED_REFERENCE(Value)
}  // namespace Napi

#undef BOXED_REFERENCE
