import type { Records } from '../records.js'

/** Members that WeChat documents and this host does not have: using one is recorded and throws. */
const NAMES = [
  'addCard addFileToFavorites addPhoneCalendar addPhoneContact addPhoneRepeatCalendar addVideoToFavorites',
  'authPrivateMessage authorize authorizeForMiniProgram batchGetStorage batchSetStorage canvasGetImageData',
  'canvasPutImageData canvasToTempFilePath checkDeviceSupportHevc checkEmployeeRelation checkIsAddedToMyMiniProgram',
  'checkIsOpenAccessibility checkIsSoterEnrolledInDevice checkIsSupportSoterAuthentication chooseAddress',
  'chooseContact chooseImage chooseInvoice chooseInvoiceTitle chooseLicensePlate chooseLocation chooseMedia',
  'chooseMessageFile choosePoi chooseVideo closeBLEConnection closeBluetoothAdapter closeSocket compressImage',
  'compressVideo connectSocket createAnimation createAudioContext createBLEConnection createBufferURL',
  'createCameraContext createCanvasContext createInterstitialAd createLivePlayerContext createLivePusherContext',
  'createMapContext createMediaAudioPlayer createMediaContainer createMediaRecorder createOffscreenCanvas',
  'createRewardedVideoAd createTCPSocket createUDPSocket createVKSession createVideoContext createVideoDecoder',
  'createWebAudioContext createWorker cropImage disableAlertBeforeUnload downloadFile editImage',
  'enableAlertBeforeUnload exitMiniProgram exitVoIPChat faceDetect getApiCategory getAvailableAudioSources',
  'getBLEDeviceCharacteristics getBLEDeviceServices getBackgroundAudioManager getBackgroundFetchData',
  'getBackgroundFetchToken getBatteryInfo getBatteryInfoSync getBeacons getBluetoothAdapterState',
  'getBluetoothDevices getChannelsLiveInfo getChannelsLiveNoticeInfo getChannelsShareKey',
  'getConnectedBluetoothDevices getConnectedWifi getDeviceBenchmarkInfo getExptInfoSync getExtConfig',
  'getExtConfigSync getFileInfo getFileSystemManager getGroupEnterInfo getHCEState getImageInfo getInferenceEnvInfo',
  'getLocalIPAddress getNFCAdapter getPerformance getRandomValues getRecorderManager getRendererUserAgent',
  'getSavedFileInfo getSavedFileList getScreenRecordingState getSelectedTextRange getShareInfo getSkylineInfo',
  'getSkylineInfoSync getUserCryptoManager getUserInfo getUserProfile getVideoInfo getWeRunData getWifiList',
  'isBluetoothDevicePaired isVKSupport join1v1Chat joinVoIPChat loadFontFace loadSubpackage makeBluetoothPair',
  'navigateBackMiniProgram navigateToMiniProgram notifyBLECharacteristicValueChange openAppAuthorizeSetting',
  'openBluetoothAdapter openCard openChannelsActivity openChannelsEvent openChannelsLive openChannelsUserProfile',
  'openCustomerServiceChat openDocument openEmbeddedMiniProgram openOfficialAccountArticle openPrivacyContract',
  'openSetting openSystemBluetoothSetting openVideoEditor pauseBackgroundAudio playVoice pluginLogin',
  'postMessageToReferrerPage preDownloadSubpackage preloadAssets preloadSkylineView preloadWebview previewImage',
  'previewMedia readBLECharacteristicValue removeSavedFile removeSecureElementPass requestDeviceVoIP',
  'requestMerchantTransfer requestOrderPayment requestPayment requestPluginPayment requestSubscribeDeviceMessage',
  'requestSubscribeEmployeeMessage requestVirtualPayment restartMiniProgram reserveChannelsLive revokeBufferURL',
  'rewriteRoute saveFile saveFileToDisk saveImageToPhotosAlbum saveVideoToPhotosAlbum sendHCEMessage sendSms',
  'sendSocketMessage setBLEMTU setBackgroundFetchToken setDeviceOrientation setEnable1v1Chat setEnableDebug',
  'setInnerAudioOption setTopBarText setWifiList setWindowSize shareFileMessage shareToOfficialAccount shareToWeRun',
  'shareVideoMessage showRedPackage showShareImageMenu startAccelerometer startBeaconDiscovery',
  'startBluetoothDevicesDiscovery startCompass startDeviceMotionListening startFacialRecognitionVerify',
  'startGyroscope startHCE startLocationUpdate startLocationUpdateBackground startRecord startSoterAuthentication',
  'startWifi stopAccelerometer stopBeaconDiscovery stopBluetoothDevicesDiscovery stopCompass',
  'stopDeviceMotionListening stopFaceDetect stopGyroscope stopHCE stopLocationUpdate stopRecord stopWifi',
  'subscribeVoIPVideoMembers updateShareMenu updateVoIPChatMuteSetting updateWeChatApp uploadFile',
  'writeBLECharacteristicValue onAccelerometerChange onAudioInterruptionBegin onAudioInterruptionEnd',
  'onBLEConnectionStateChange onBluetoothDeviceFound onCompassChange onDeviceMotionChange onGyroscopeChange',
  'onLocationChange onSocketClose onSocketError onSocketMessage onSocketOpen onVoIPChatMembersChanged',
]
  .join(' ')
  .split(' ')
/** Names that the app's own bundle keeps on `wx`, or that are asked for without being WeChat's. */
const OTHERS = new Set(['webpackJsonp', 'toJSON', 'then', 'cloud', '$$typeof'])

/** Members that fail loudly. They are listed, because frameworks copy what they find on `wx`. */
export function unimplementedApi(records: Records): Record<string, () => never> {
  return Object.fromEntries(
    NAMES.map(name => [
      name,
      (): never => {
        records.count(records.stats.unknownApis, name)
        throw new Error(`wx.${name} is not part of the test host: add it there, or do without it`)
      },
    ]),
  )
}

/** `wx` itself: a name that is neither WeChat's nor the app's own is recorded when it is read. */
export function guarded<Api extends object>(api: Api, records: Records): Api {
  return new Proxy(api, {
    get(target, name, receiver) {
      if (typeof name === 'string' && !(name in target) && !OTHERS.has(name)) {
        records.count(records.stats.unknownApis, name)
      }
      return Reflect.get(target, name, receiver)
    },
  })
}
